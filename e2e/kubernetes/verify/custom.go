package main

import (
	"context"
	"fmt"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	crdvalidation "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"
)

// A kind of a CustomResourceDefinition, as the API server serves it.
type customKind struct {
	plural     string
	namespaced bool
	structural *structuralschema.Structural
	validator  validation.SchemaValidator
}

type customKinds map[schema.GroupVersionKind]customKind

// Reads the definitions the way the API server accepts them: validated, with a structural schema.
func readCustom(directory string) (customKinds, error) {
	manifests, err := read(directory)
	if err != nil {
		return nil, err
	}
	kinds := customKinds{}
	for _, found := range manifests {
		var external apiextensionsv1.CustomResourceDefinition
		if err := yaml.UnmarshalStrict(found.content, &external); err != nil {
			return nil, fmt.Errorf("%s: %w", found.name, err)
		}
		apiextensionsv1.SetDefaults_CustomResourceDefinition(&external)
		apiextensionsv1.SetDefaults_CustomResourceDefinitionSpec(&external.Spec)
		for _, version := range external.Spec.Versions {
			external.Status.StoredVersions = append(external.Status.StoredVersions, version.Name)
		}
		var definition apiextensions.CustomResourceDefinition
		if err := apiextensionsv1.Convert_v1_CustomResourceDefinition_To_apiextensions_CustomResourceDefinition(&external, &definition, nil); err != nil {
			return nil, fmt.Errorf("%s: %w", found.name, err)
		}
		if problems := crdvalidation.ValidateCustomResourceDefinition(context.Background(), &definition); len(problems) > 0 {
			return nil, fmt.Errorf("%s: %w", found.name, problems.ToAggregate())
		}
		for _, version := range external.Spec.Versions {
			kind, err := customKindOf(external, version)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", found.name, err)
			}
			kinds[schema.GroupVersionKind{Group: external.Spec.Group, Version: version.Name, Kind: external.Spec.Names.Kind}] = kind
		}
	}
	return kinds, nil
}

func customKindOf(definition apiextensionsv1.CustomResourceDefinition, version apiextensionsv1.CustomResourceDefinitionVersion) (customKind, error) {
	var properties apiextensions.JSONSchemaProps
	if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(version.Schema.OpenAPIV3Schema, &properties, nil); err != nil {
		return customKind{}, err
	}
	structural, err := structuralschema.NewStructural(&properties)
	if err != nil {
		return customKind{}, err
	}
	validator, _, err := validation.NewSchemaValidator(&properties)
	if err != nil {
		return customKind{}, err
	}
	return customKind{
		plural:     definition.Spec.Names.Plural,
		namespaced: definition.Spec.Scope == apiextensionsv1.NamespaceScoped,
		structural: structural,
		validator:  validator,
	}, nil
}

func (kinds customKinds) problems(found manifest) []string {
	kind, known := kinds[found.object.GroupVersionKind()]
	if !known {
		return []string{fmt.Sprintf("%s is a kind of neither Kubernetes nor the definitions given", found.object.GroupVersionKind())}
	}
	var problems []string
	if kind.namespaced != (found.object.GetNamespace() != "") {
		problems = append(problems, "metadata.namespace does not suit the kind's scope")
	}
	for _, problem := range validation.ValidateCustomResource(nil, found.object.Object, kind.validator) {
		problems = append(problems, problem.Error())
	}
	// Pruning drops what the schema does not know; with strict field validation that is an error.
	options := structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	for _, path := range pruning.PruneWithOptions(found.object.DeepCopy().Object, kind.structural, true, options) {
		problems = append(problems, fmt.Sprintf("unknown field %q", path))
	}
	return problems
}
