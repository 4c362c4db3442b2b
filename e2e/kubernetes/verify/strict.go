package main

import (
	"fmt"
	"strings"

	metavalidation "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	unstructuredvalidation "k8s.io/apimachinery/pkg/apis/meta/v1/validation"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/client-go/kubernetes/scheme"
)

// Versions that the API server answers with a deprecation warning or no longer serves are refused as a whole:
// what is rendered has to outlive the cluster's next upgrade.
var preview = []string{"alpha", "beta"}

func strict(crds, directory string) error {
	custom, err := readCustom(crds)
	if err != nil {
		return err
	}
	manifests, err := read(directory)
	if err != nil {
		return err
	}
	decoder := strictDecoder()
	var told report
	for _, found := range manifests {
		told.tell(found.name, strictProblems(decoder, custom, found))
	}
	return told.result()
}

func strictProblems(decoder runtime.Decoder, custom customKinds, found manifest) []string {
	kind := found.object.GroupVersionKind()
	var problems []string
	for _, word := range preview {
		if strings.Contains(kind.Version, word) {
			problems = append(problems, fmt.Sprintf("%s is no stable version", found.object.GetAPIVersion()))
		}
	}
	problems = append(problems, metadataProblems(&found.object)...)
	if !scheme.Scheme.Recognizes(kind) {
		return append(problems, custom.problems(found)...)
	}
	object, _, err := decoder.Decode(found.content, nil, nil)
	if err != nil {
		return append(problems, err.Error())
	}
	return append(problems, warnings(object)...)
}

// Labels, annotations and names obey rules that hold for every kind.
func metadataProblems(object *unstructured.Unstructured) []string {
	path := field.NewPath("metadata")
	found := unstructuredvalidation.ValidateLabels(object.GetLabels(), path.Child("labels"))
	found = append(found, metavalidation.ValidateAnnotations(object.GetAnnotations(), path.Child("annotations"))...)
	for _, message := range metavalidation.NameIsDNSSubdomain(object.GetName(), false) {
		found = append(found, field.Invalid(path.Child("name"), object.GetName(), message))
	}
	if name := object.GetNamespace(); name != "" {
		for _, message := range metavalidation.ValidateNamespaceName(name, false) {
			found = append(found, field.Invalid(path.Child("namespace"), name, message))
		}
	}
	problems := make([]string, 0, len(found))
	for _, each := range found {
		problems = append(problems, each.Error())
	}
	return problems
}
