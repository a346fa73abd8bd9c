// Package deploy tests the samples in the folder deploy at the root: each is decoded
// strictly, as the program that reads it does, so that a misspelt key fails.
package deploy

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

const samples = "../../deploy"

// kinds are the types of the manifests.
var kinds = map[string]func() any{
	"apps/v1 Deployment":            func() any { return new(appsv1.Deployment) },
	"batch/v1 CronJob":              func() any { return new(batchv1.CronJob) },
	"policy/v1 PodDisruptionBudget": func() any { return new(policyv1.PodDisruptionBudget) },
	"v1 ConfigMap":                  func() any { return new(corev1.ConfigMap) },
	"v1 PersistentVolumeClaim":      func() any { return new(corev1.PersistentVolumeClaim) },
	"v1 Secret":                     func() any { return new(corev1.Secret) },
	"v1 Service":                    func() any { return new(corev1.Service) },
}

func TestKubernetesManifests(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(samples, "kubernetes", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no manifests: %v", err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, document := range bytes.Split(content, []byte("\n---\n")) {
			var kind metav1.TypeMeta
			if err := yaml.Unmarshal(document, &kind); err != nil {
				t.Errorf("%s: %v", file, err)
				continue
			}
			make, known := kinds[kind.APIVersion+" "+kind.Kind]
			if !known {
				t.Errorf("%s: unknown kind %s %s", file, kind.APIVersion, kind.Kind)
				continue
			}
			if err := yaml.UnmarshalStrict(document, make()); err != nil {
				t.Errorf("%s: %s: %v", file, kind.Kind, err)
			}
		}
	}
}

func TestComposeFile(t *testing.T) {
	options, err := cli.NewProjectOptions([]string{filepath.Join(samples, "compose", "compose.yaml")})
	if err != nil {
		t.Fatal(err)
	}
	project, err := options.LoadProject(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"writer", "replica", "proxy"} {
		if _, err := project.GetService(name); err != nil {
			t.Error(err)
		}
	}
}
