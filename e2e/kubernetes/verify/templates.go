package main

import (
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// The pod template of a workload, nil for every other kind.
func templateOf(object runtime.Object) *corev1.PodTemplateSpec {
	switch workload := object.(type) {
	case *corev1.Pod:
		return &corev1.PodTemplateSpec{ObjectMeta: workload.ObjectMeta, Spec: workload.Spec}
	case *appsv1.Deployment:
		return &workload.Spec.Template
	case *appsv1.ReplicaSet:
		return &workload.Spec.Template
	case *appsv1.StatefulSet:
		return &workload.Spec.Template
	case *appsv1.DaemonSet:
		return &workload.Spec.Template
	case *batchv1.Job:
		return &workload.Spec.Template
	case *batchv1.CronJob:
		return &workload.Spec.JobTemplate.Spec.Template
	default:
		return nil
	}
}

// All containers of a pod: the standards and the warnings make no difference between them.
func containersOf(pod *corev1.PodSpec) []corev1.Container {
	all := append([]corev1.Container{}, pod.InitContainers...)
	all = append(all, pod.Containers...)
	for _, ephemeral := range pod.EphemeralContainers {
		all = append(all, corev1.Container(ephemeral.EphemeralContainerCommon))
	}
	return all
}
