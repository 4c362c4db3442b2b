package main

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// Sysctls that are safe: they belong to one pod alone.
var safeSysctls = []string{
	"kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_local_reserved_ports", "net.ipv4.ip_unprivileged_port_start",
	"net.ipv4.ping_group_range", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes",
	"net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_rmem", "net.ipv4.tcp_syncookies", "net.ipv4.tcp_wmem",
}

var containerTypes = []string{"", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"}

const (
	namespaceLabel = "pod-security.kubernetes.io/enforce"
	level          = "restricted"
)

// The standard as kubernetes.io/docs/concepts/security/pod-security-standards words it, version 1.36,
// applied to templates as the admission plugin's warn mode does: a controller's refused pod shows up in no apply.
func restricted(directory string) error {
	manifests, err := read(directory)
	if err != nil {
		return err
	}
	decoder := strictDecoder()
	enforced := map[string]bool{}
	var told report
	for _, found := range manifests {
		object, _, err := decoder.Decode(found.content, nil, nil)
		if runtime.IsNotRegisteredError(err) {
			continue
		}
		if err != nil {
			told.tell(found.name, []string{err.Error()})
			continue
		}
		if namespace, is := object.(*corev1.Namespace); is {
			enforced[namespace.Name] = namespace.Labels[namespaceLabel] == level
			continue
		}
		template := templateOf(object)
		if template == nil {
			continue
		}
		problems := restrictedProblems(template)
		if namespace := found.object.GetNamespace(); !enforced[namespace] {
			problems = append(problems, fmt.Sprintf("namespace %q lacks %s=%s", namespace, namespaceLabel, level))
		}
		told.tell(found.name, problems)
	}
	return told.result()
}

func restrictedProblems(template *corev1.PodTemplateSpec) []string {
	pod := &template.Spec
	security := pod.SecurityContext
	if security == nil {
		security = &corev1.PodSecurityContext{}
	}
	var problems []string
	refuse := func(refused bool, format string, arguments ...any) {
		if refused {
			problems = append(problems, fmt.Sprintf(format, arguments...))
		}
	}
	refuse(pod.HostNetwork || pod.HostPID || pod.HostIPC, "shares a namespace of the host")
	refuse(security.RunAsUser != nil && *security.RunAsUser == 0, "pod runs as user 0")
	refuse(isHostProcess(security.WindowsOptions), "pod is a Windows host process")
	refuse(!allowedSELinux(security.SELinuxOptions), "pod sets SELinux options")
	refuse(unconfinedSeccomp(security.SeccompProfile), "pod's seccompProfile is Unconfined")
	refuse(unconfinedAppArmor(security.AppArmorProfile), "pod's appArmorProfile is Unconfined")
	for _, sysctl := range security.Sysctls {
		refuse(!slices.Contains(safeSysctls, sysctl.Name), "sysctl %s is not safe", sysctl.Name)
	}
	for _, volume := range pod.Volumes {
		refuse(!allowedVolume(volume.VolumeSource), "volume %s is of a type that is not allowed", volume.Name)
	}
	for _, container := range containersOf(pod) {
		for _, problem := range containerProblems(container, security) {
			problems = append(problems, fmt.Sprintf("container %s %s", container.Name, problem))
		}
	}
	return problems
}

func containerProblems(container corev1.Container, pod *corev1.PodSecurityContext) []string {
	own := container.SecurityContext
	if own == nil {
		own = &corev1.SecurityContext{}
	}
	var problems []string
	refuse := func(refused bool, problem string) {
		if refused {
			problems = append(problems, problem)
		}
	}
	refuse(own.Privileged != nil && *own.Privileged, "is privileged")
	refuse(own.AllowPrivilegeEscalation == nil || *own.AllowPrivilegeEscalation, "does not set allowPrivilegeEscalation=false")
	refuse(own.RunAsUser != nil && *own.RunAsUser == 0, "runs as user 0")
	refuse(!isTrue(own.RunAsNonRoot, pod.RunAsNonRoot), "does not set runAsNonRoot=true")
	refuse(own.ProcMount != nil && *own.ProcMount != corev1.DefaultProcMount, "unmasks /proc")
	refuse(isHostProcess(own.WindowsOptions), "is a Windows host process")
	refuse(!allowedSELinux(own.SELinuxOptions), "sets SELinux options")
	refuse(unconfinedAppArmor(own.AppArmorProfile), "has an Unconfined appArmorProfile")
	refuse(own.Capabilities == nil || !slices.Contains(own.Capabilities.Drop, "ALL"), "does not drop ALL capabilities")
	if own.Capabilities != nil {
		for _, capability := range own.Capabilities.Add {
			refuse(capability != "NET_BIND_SERVICE", "adds capability "+string(capability))
		}
	}
	seccomp := own.SeccompProfile
	if seccomp == nil {
		seccomp = pod.SeccompProfile
	}
	refuse(seccomp == nil || unconfinedSeccomp(seccomp), "has no seccompProfile of type RuntimeDefault or Localhost")
	for _, port := range container.Ports {
		refuse(port.HostPort != 0, fmt.Sprintf("takes port %d of the host", port.HostPort))
	}
	// Since 1.34: a probe with a host of its own makes the kubelet call whatever the pod's author likes.
	for _, probe := range []*corev1.Probe{container.LivenessProbe, container.ReadinessProbe, container.StartupProbe} {
		refuse(probe != nil && namesHost(probe.HTTPGet, probe.TCPSocket), "has a probe with a host")
	}
	if container.Lifecycle != nil {
		for _, handler := range []*corev1.LifecycleHandler{container.Lifecycle.PostStart, container.Lifecycle.PreStop} {
			refuse(handler != nil && namesHost(handler.HTTPGet, handler.TCPSocket), "has a lifecycle handler with a host")
		}
	}
	return problems
}

// The container's own value counts, the pod's where it has none.
func isTrue(container, pod *bool) bool {
	if container != nil {
		return *container
	}
	return pod != nil && *pod
}

func isHostProcess(options *corev1.WindowsSecurityContextOptions) bool {
	return options != nil && options.HostProcess != nil && *options.HostProcess
}

func allowedSELinux(options *corev1.SELinuxOptions) bool {
	return options == nil || options.User == "" && options.Role == "" && slices.Contains(containerTypes, options.Type)
}

func unconfinedSeccomp(profile *corev1.SeccompProfile) bool {
	return profile != nil && profile.Type != corev1.SeccompProfileTypeRuntimeDefault && profile.Type != corev1.SeccompProfileTypeLocalhost
}

func unconfinedAppArmor(profile *corev1.AppArmorProfile) bool {
	return profile != nil && profile.Type != corev1.AppArmorProfileTypeRuntimeDefault && profile.Type != corev1.AppArmorProfileTypeLocalhost
}

func allowedVolume(source corev1.VolumeSource) bool {
	return source.ConfigMap != nil || source.CSI != nil || source.DownwardAPI != nil || source.EmptyDir != nil || source.Ephemeral != nil ||
		source.Image != nil || source.PersistentVolumeClaim != nil || source.Projected != nil || source.Secret != nil
}

func namesHost(get *corev1.HTTPGetAction, socket *corev1.TCPSocketAction) bool {
	return get != nil && get.Host != "" || socket != nil && socket.Host != ""
}
