package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sort"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/version"
	"k8s.io/client-go/kubernetes/scheme"
)

// Kinds without a namespace among those that manifests hold. Go types do not tell the scope.
var clusterWide = map[string]bool{
	"Namespace": true, "Node": true, "PersistentVolume": true, "PriorityClass": true, "StorageClass": true,
	"ClusterRole": true, "ClusterRoleBinding": true, "IngressClass": true,
}

// kubectl asks a server which kinds there are even for a client-side dry run. This one answers that and nothing else.
func discovery(crds string) error {
	custom, err := readCustom(crds)
	if err != nil {
		return err
	}
	lists := resourceLists(custom)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	go func() {
		// Whoever started this holds the other end: should it die, this ends as well.
		_, _ = io.Copy(io.Discard, os.Stdin)
		_ = listener.Close()
	}()
	err = http.Serve(listener, handler(lists))
	if strings.Contains(err.Error(), net.ErrClosed.Error()) {
		return nil
	}
	return err
}

func resourceLists(custom customKinds) map[schema.GroupVersion][]metav1.APIResource {
	lists := map[schema.GroupVersion][]metav1.APIResource{}
	add := func(kind schema.GroupVersionKind, plural string, namespaced bool) {
		lists[kind.GroupVersion()] = append(lists[kind.GroupVersion()], metav1.APIResource{
			Name: plural, SingularName: strings.ToLower(kind.Kind), Kind: kind.Kind, Namespaced: namespaced,
			Verbs: metav1.Verbs{"create", "delete", "get", "list", "patch", "update", "watch"},
		})
	}
	for kind := range scheme.Scheme.AllKnownTypes() {
		// Lists and options are types of a version too, but nothing that is created.
		if kind.Version == "__internal" || strings.HasSuffix(kind.Kind, "List") || strings.HasSuffix(kind.Kind, "Options") || kind.Kind == "WatchEvent" {
			continue
		}
		plural, _ := meta.UnsafeGuessKindToResource(kind)
		add(kind, plural.Resource, !clusterWide[kind.Kind])
	}
	for kind, served := range custom {
		add(kind, served.plural, served.namespaced)
	}
	return lists
}

func handler(lists map[schema.GroupVersion][]metav1.APIResource) http.Handler {
	groups := map[string]*metav1.APIGroup{}
	for served := range lists {
		if served.Group == "" {
			continue
		}
		group, known := groups[served.Group]
		if !known {
			group = &metav1.APIGroup{Name: served.Group}
			groups[served.Group] = group
		}
		group.Versions = append(group.Versions, metav1.GroupVersionForDiscovery{GroupVersion: served.String(), Version: served.Version})
	}
	list := metav1.APIGroupList{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "APIGroupList"}}
	for _, group := range groups {
		// "v1" sorts before "v1beta1" and "v2": any of them does, since manifests name theirs.
		sort.Slice(group.Versions, func(one, other int) bool { return group.Versions[one].Version < group.Versions[other].Version })
		group.PreferredVersion = group.Versions[0]
		list.Groups = append(list.Groups, *group)
	}

	answers := http.NewServeMux()
	answer := func(path string, value any) {
		// No method before the path: outside a module Go takes such patterns literally.
		answers.HandleFunc(path, func(writer http.ResponseWriter, _ *http.Request) {
			writer.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(writer).Encode(value)
		})
	}
	answer("/version", version.Info{Major: "1", Minor: "36", GitVersion: "v1.36.0"})
	answer("/api", metav1.APIVersions{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "APIVersions"}, Versions: []string{"v1"}})
	answer("/apis", list)
	for served, resources := range lists {
		path := "/apis/" + served.String()
		if served.Group == "" {
			path = "/api/" + served.Version
		}
		answer(path, metav1.APIResourceList{
			TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "APIResourceList"}, GroupVersion: served.String(), APIResources: resources,
		})
	}
	return answers
}
