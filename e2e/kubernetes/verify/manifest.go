package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/yaml"
)

// A manifest is one rendered file with the one object in it.
type manifest struct {
	name    string
	content []byte
	object  unstructured.Unstructured
}

// Reads the manifests of a directory in apply order, which is the order of their names.
func read(directory string) ([]manifest, error) {
	paths, err := filepath.Glob(filepath.Join(directory, "*.yaml"))
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		// A check of nothing must not pass.
		return nil, fmt.Errorf("%s holds no manifests", directory)
	}
	sort.Strings(paths)
	manifests := make([]manifest, 0, len(paths))
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		found := manifest{name: filepath.Base(path), content: content}
		if err := yaml.UnmarshalStrict(content, &found.object.Object); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		manifests = append(manifests, found)
	}
	return manifests, nil
}

// The decoder of the API server: unknown and repeated fields are errors.
func strictDecoder() runtime.Decoder {
	return serializer.NewCodecFactory(scheme.Scheme, serializer.EnableStrict).UniversalDeserializer()
}

// What a command found, told file by file. Its error counts the files that failed.
type report struct {
	files, failed int
}

func (r *report) tell(name string, problems []string) {
	r.files++
	if len(problems) == 0 {
		return
	}
	r.failed++
	for _, problem := range problems {
		fmt.Printf("%s: %s\n", name, problem)
	}
}

func (r *report) result() error {
	if r.failed > 0 {
		return fmt.Errorf("%d of %d manifests refused", r.failed, r.files)
	}
	fmt.Printf("%d manifests\n", r.files)
	return nil
}
