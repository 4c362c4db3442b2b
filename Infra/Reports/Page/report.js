"use strict";
const plan = JSON.parse(document.getElementById("plan-data").textContent);
const difference = JSON.parse(document.getElementById("difference-data").textContent);

const make = (tag, className, ...children) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
};
const dollars = (amount) => amount.toFixed(2);
const range = (minimum, maximum) => (minimum === maximum ? dollars(minimum) : `${dollars(minimum)} to ${dollars(maximum)}`);
const kindOf = (type) => type.slice(type.lastIndexOf(":") + 1);
const keyOf = (resource) => `${resource.type}::${resource.name}`;
const signed = (amount) => (amount > 0 ? "+" : "") + dollars(amount);

function showSummary() {
  const deployed = plan.resources.filter((resource) => !resource.component).length;
  const parts = [
    make("span", "", `${plan.tier}`),
    make("span", "", `${deployed} resources`),
    make("span", plan.violations ? "bad" : "good", `${plan.policies} policies, ${plan.violations} violations`),
    make("span", plan.cost.maximum > plan.cost.budget ? "bad" : "", `${range(plan.cost.minimum, plan.cost.maximum)} USD a month of ${dollars(plan.cost.budget)}`),
  ];
  if (difference) {
    const counts = difference.counts;
    parts.push(make("span", "", `against ${difference.base}: ${counts.created} created, ${counts.changed} changed, ${counts.replaced} replaced, ${counts.deleted} deleted`));
    if (difference.cost.known) {
      parts.push(make("span", "", `${signed(difference.cost.minimum - difference.cost.minimumBefore)} USD at min, ${signed(difference.cost.maximum - difference.cost.maximumBefore)} USD at max`));
    }
  }
  document.getElementById("summary").append(...parts);
}

function showFinding(finding, note) {
  const level = finding.severity === "error" ? "bad" : "warn";
  const title = make("p", "", make("strong", level, `${finding.severity} ${finding.rule} `), finding.resource, make("span", "kind", note ? ` ${note}` : ""));
  return make("div", "finding", title, make("p", "", `${finding.problem}.`), make("p", "hint", `${finding.remedy}.`));
}

function showFindings() {
  const list = document.getElementById("finding-list");
  const fresh = new Set(difference ? difference.newFindings.map((finding) => JSON.stringify(finding)) : []);
  list.append(...plan.findings.map((finding) => showFinding(finding, fresh.has(JSON.stringify(finding)) ? "new" : "")));
  if (difference) list.append(...difference.goneFindings.map((finding) => showFinding(finding, "no longer broken")));
  if (!list.children.length) list.append(make("p", "good", `All ${plan.policies} policies are kept.`));
}

function row(cells, className) {
  const line = make("tr", className || "");
  for (const [text, number] of cells) line.append(make("td", number ? "number" : "", text));
  return line;
}

function showCosts() {
  const table = document.getElementById("cost-table");
  const head = make("tr");
  for (const [title, number] of [["Component"], ["at min", true], ["at max", true], ["Resource"], ["Item"], ["Note"]]) head.append(make("th", number ? "number" : "", title));
  const lines = plan.cost.lines.map((line) => row([[line.component], [dollars(line.minimum), true], [dollars(line.maximum), true], [line.resource], [line.item], [line.note]]));
  const total = row([["total"], [dollars(plan.cost.minimum), true], [dollars(plan.cost.maximum), true], [""], [""], [""]], "total");
  const budget = row([["budget"], [dollars(plan.cost.budget), true], [dollars(plan.cost.budget), true], [""], [""], [""]], "total");
  table.append(make("thead", "", head), make("tbody", "", ...lines, total, budget));
}

const changed = new Map((difference ? difference.changes : []).map((change) => [keyOf(change), change]));

function leaf(resource, file) {
  const summary = make("summary", "", make("span", "kind", `${kindOf(resource.type)} `), make("span", "name", resource.name));
  if (resource.protected) summary.append(make("span", "badge good", "protected"));
  const change = changed.get(keyOf(resource));
  if (change) summary.append(make("span", `badge ${change.kind === "replaced" ? "bad" : "warn"}`, change.kind));
  const details = make("details", "resource", summary);
  details.addEventListener("toggle", () => {
    // Filled when it is first opened: most resources never are.
    if (details.open && details.childElementCount === 1) {
      details.append(make("p", "hint", resource.type), make("pre", "", JSON.stringify(resource.inputs, null, 2)));
      if (file) details.append(make("p", "hint", file.path), make("pre", "", file.content));
    }
  });
  return details;
}

function showTree() {
  const children = new Map();
  for (const resource of plan.resources) {
    if (!children.has(resource.parent)) children.set(resource.parent, []);
    children.get(resource.parent).push(resource);
  }
  const sums = new Map();
  for (const line of plan.cost.lines) {
    const sum = sums.get(line.component) || [0, 0];
    sums.set(line.component, [sum[0] + line.minimum, sum[1] + line.maximum]);
  }
  const count = (resource) => (children.get(keyOf(resource)) || []).reduce((sum, child) => sum + (child.component ? count(child) : 1), 0);
  const entries = [];
  const fileOf = (resource) => plan.files.find((file) => resource.type === "command:remote:CopyToRemote" && String(resource.inputs.remotePath).endsWith(`/${file.path}`));
  const add = (target, resource, ancestors) => {
    if (!resource.component) {
      const file = fileOf(resource);
      const element = leaf(resource, file);
      target.append(element);
      entries.push({ element, ancestors, text: `${resource.type} ${resource.name} ${JSON.stringify(resource.inputs)} ${file ? file.content : ""}`.toLowerCase() });
      return;
    }
    const number = count(resource);
    const summary = make("summary", "", make("strong", "name", resource.name), make("span", "kind", ` ${kindOf(resource.type)}, ${number} ${number === 1 ? "resource" : "resources"}`));
    const sum = sums.get(resource.name);
    if (sum && sum[1] > 0) summary.append(make("span", "sum", `${range(sum[0], sum[1])} USD`));
    const details = make("details", "component", summary);
    target.append(details);
    const inner = [...ancestors, details];
    for (const child of children.get(keyOf(resource)) || []) add(details, child, inner);
    entries.push({ element: details, ancestors, text: `${resource.type} ${resource.name}`.toLowerCase(), component: true });
  };
  const tree = document.getElementById("tree");
  for (const resource of children.get("") || []) add(tree, resource, []);
  return entries;
}

function enableSearch(entries) {
  const hits = document.getElementById("hits");
  const query = document.getElementById("query");
  const search = () => {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    const all = words.length === 0;
    for (const entry of entries) entry.element.hidden = !all;
    let found = 0;
    for (const entry of entries) {
      if (all || !words.every((word) => entry.text.includes(word))) continue;
      entry.element.hidden = false;
      if (!entry.component) found += 1;
      for (const ancestor of entry.ancestors) {
        ancestor.hidden = false;
        ancestor.open = true;
      }
      if (entry.component) for (const inner of entry.element.querySelectorAll("details")) inner.hidden = false;
    }
    hits.textContent = all ? "" : `${found} ${found === 1 ? "resource" : "resources"} found`;
  };
  query.addEventListener("input", search);
  query.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      query.value = "";
      search();
    }
  });
}

function showChanges() {
  if (!difference) return;
  document.getElementById("changes").hidden = false;
  document.getElementById("changes-link").hidden = false;
  const list = document.getElementById("change-list");
  const level = { created: "good", changed: "warn", replaced: "bad", deleted: "bad" };
  for (const change of difference.changes) {
    const summary = make("summary", "", make("strong", level[change.kind], `${change.kind} `), make("span", "kind", `${kindOf(change.type)} `), change.name);
    if (change.refused) summary.append(make("span", "badge bad", "protected: the engine will refuse"));
    const details = make("details", "change", summary);
    if (change.kind === "replaced") details.open = true;
    for (const property of change.properties) {
      const path = make("code", "", property.path);
      const title = make("div", "", path);
      if (property.replaces) title.append(make("span", "badge bad", "replaces"));
      details.append(make("div", "property", title, make("code", "before", `− ${property.before || "(none)"}`), make("code", "after", `+ ${property.after || "(none)"}`)));
    }
    list.append(details);
  }
  if (!difference.changes.length) list.append(make("p", "good", "No resource changes."));
}

function showOutputs() {
  document.getElementById("output-table").append(make("tbody", "", ...Object.entries(plan.outputs).map(([name, value]) => row([[name], [value]]))));
}

showSummary();
showChanges();
showFindings();
showCosts();
enableSearch(showTree());
showOutputs();
