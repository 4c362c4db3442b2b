package main

import (
	"fmt"
	"os"
	"path/filepath"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// Versions that graduated after 1.20 without a change to the fields that are used here.
var graduated = map[string]map[string]string{
	"HorizontalPodAutoscaler": {"autoscaling/v2": "autoscaling/v2beta2"},
	"PodDisruptionBudget":     {"policy/v1": "policy/v1beta1"},
	"CronJob":                 {"batch/v1": "batch/v1beta1"},
}

// Writes the manifests the way an API server of 1.20 knows them. Fields that it lacks it drops by itself;
// translated is only what would leave something invalid or unknown behind.
func older(directory, out string) error {
	manifests, err := read(directory)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o700); err != nil {
		return err
	}
	for _, found := range manifests {
		object := &found.object
		if before, has := graduated[object.GetKind()][object.GetAPIVersion()]; has {
			object.SetAPIVersion(before)
		}
		if err := olderPods(object); err != nil {
			return fmt.Errorf("%s: %w", found.name, err)
		}
		text, err := yaml.Marshal(object.Object)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(out, found.name), text, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func olderPods(object *unstructured.Unstructured) error {
	for _, path := range [][]string{{"spec"}, {"spec", "template", "spec"}, {"spec", "jobTemplate", "spec", "template", "spec"}} {
		for _, list := range []string{"containers", "initContainers"} {
			path := append(append([]string{}, path...), list)
			containers, there, err := unstructured.NestedSlice(object.Object, path...)
			if err != nil {
				return err
			}
			if !there {
				continue
			}
			for _, container := range containers {
				if fields, is := container.(map[string]any); is {
					olderContainer(fields)
				}
			}
			if err := unstructured.SetNestedSlice(object.Object, containers, path...); err != nil {
				return err
			}
		}
	}
	return nil
}

// A handler that the server does not know is an empty one to it, and refused as such.
func olderContainer(container map[string]any) {
	for _, hook := range []string{"preStop", "postStart"} {
		if seconds, there, _ := unstructured.NestedFieldNoCopy(container, "lifecycle", hook, "sleep", "seconds"); there {
			container["lifecycle"].(map[string]any)[hook] = map[string]any{"exec": map[string]any{"command": []any{"sleep", fmt.Sprint(seconds)}}}
		}
	}
	for _, name := range []string{"livenessProbe", "readinessProbe", "startupProbe"} {
		if port, there, _ := unstructured.NestedFieldNoCopy(container, name, "grpc", "port"); there {
			probe := container[name].(map[string]any)
			delete(probe, "grpc")
			probe["tcpSocket"] = map[string]any{"port": port}
		}
	}
}
