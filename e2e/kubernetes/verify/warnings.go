package main

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/runtime"
)

// Node labels that the API server warns about where a pod selects nodes by them.
var oldNodeLabels = map[string]string{
	"beta.kubernetes.io/arch":                  corev1.LabelArchStable,
	"beta.kubernetes.io/os":                    corev1.LabelOSStable,
	"failure-domain.beta.kubernetes.io/region": corev1.LabelTopologyRegion,
	"failure-domain.beta.kubernetes.io/zone":   corev1.LabelTopologyZone,
	"beta.kubernetes.io/instance-type":         corev1.LabelInstanceTypeStable,
}

// What an API server accepts with a warning. The server's own list lives in its main module, which no package carries;
// this covers the warnings that objects of the kinds rendered here can cause.
func warnings(object runtime.Object) []string {
	var found []string
	if ingress, is := object.(*networkingv1.Ingress); is {
		if _, old := ingress.Annotations["kubernetes.io/ingress.class"]; old {
			found = append(found, "annotation kubernetes.io/ingress.class is deprecated, use spec.ingressClassName")
		}
	}
	if service, is := object.(*corev1.Service); is && service.Spec.LoadBalancerIP != "" {
		found = append(found, "spec.loadBalancerIP is deprecated")
	}
	template := templateOf(object)
	if template == nil {
		return found
	}
	for label := range template.Spec.NodeSelector {
		if replacement, old := oldNodeLabels[label]; old {
			found = append(found, fmt.Sprintf("nodeSelector %s is deprecated, use %s", label, replacement))
		}
	}
	for _, constraint := range template.Spec.TopologySpreadConstraints {
		if constraint.LabelSelector == nil {
			found = append(found, fmt.Sprintf("topologySpreadConstraint %s has no labelSelector and counts no pod", constraint.TopologyKey))
		}
		if replacement, old := oldNodeLabels[constraint.TopologyKey]; old {
			found = append(found, fmt.Sprintf("topologyKey %s is deprecated, use %s", constraint.TopologyKey, replacement))
		}
	}
	pod := &template.Spec
	for _, container := range containersOf(pod) {
		found = append(found, containerWarnings(container)...)
	}
	for _, volume := range pod.Volumes {
		if volume.EmptyDir != nil && volume.EmptyDir.SizeLimit != nil {
			found = append(found, fractionalBytes("volume "+volume.Name, *volume.EmptyDir.SizeLimit)...)
		}
	}
	if pod.TerminationGracePeriodSeconds != nil && *pod.TerminationGracePeriodSeconds < 0 {
		found = append(found, "terminationGracePeriodSeconds must be >= 0")
	}
	return found
}

func containerWarnings(container corev1.Container) []string {
	var found []string
	names := map[string]bool{}
	for _, variable := range container.Env {
		if names[variable.Name] {
			found = append(found, fmt.Sprintf("container %s: environment variable %s hides an earlier one", container.Name, variable.Name))
		}
		names[variable.Name] = true
	}
	ports := map[string]bool{}
	for _, port := range container.Ports {
		key := fmt.Sprintf("%d/%s", port.ContainerPort, port.Protocol)
		if ports[key] {
			found = append(found, fmt.Sprintf("container %s: port %s is there twice", container.Name, key))
		}
		ports[key] = true
	}
	for _, list := range []corev1.ResourceList{container.Resources.Requests, container.Resources.Limits} {
		for name, quantity := range list {
			if name == corev1.ResourceMemory || name == corev1.ResourceEphemeralStorage {
				found = append(found, fractionalBytes(fmt.Sprintf("container %s: %s", container.Name, name), quantity)...)
			}
		}
	}
	return found
}

// "100m" of memory is a tenth of a byte: accepted with a warning, and never meant.
func fractionalBytes(what string, quantity resource.Quantity) []string {
	if quantity.MilliValue()%1000 != 0 {
		return []string{fmt.Sprintf("%s: %s is a fraction of a byte", what, quantity.String())}
	}
	return nil
}
