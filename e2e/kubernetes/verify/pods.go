package main

import (
	"fmt"
	"os"
	"path/filepath"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"
)

// Admission (quota, limits, service accounts) acts on pods, not on the workloads that ask for them.
func pods(directory, out string) error {
	manifests, err := read(directory)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o700); err != nil {
		return err
	}
	decoder := strictDecoder()
	for _, found := range manifests {
		object, _, err := decoder.Decode(found.content, nil, nil)
		if runtime.IsNotRegisteredError(err) {
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", found.name, err)
		}
		template := templateOf(object)
		if template == nil {
			continue
		}
		pod := corev1.Pod{
			TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"},
			ObjectMeta: metav1.ObjectMeta{
				Name:        found.object.GetName() + "-pod",
				Namespace:   found.object.GetNamespace(),
				Labels:      template.Labels,
				Annotations: template.Annotations,
			},
			Spec: template.Spec,
		}
		if set, is := object.(*appsv1.StatefulSet); is {
			addClaims(&pod, set)
		}
		text, err := yaml.Marshal(pod)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(out, found.name), text, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// The controller of a StatefulSet mounts the claims that it makes of the set's templates.
func addClaims(pod *corev1.Pod, set *appsv1.StatefulSet) {
	for _, claim := range set.Spec.VolumeClaimTemplates {
		pod.Spec.Volumes = append(pod.Spec.Volumes, corev1.Volume{
			Name: claim.Name,
			VolumeSource: corev1.VolumeSource{
				PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{ClaimName: fmt.Sprintf("%s-%s-0", claim.Name, set.Name)},
			},
		})
	}
}
