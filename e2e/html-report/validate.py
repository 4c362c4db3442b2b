"""Validates files against the schema that their name asks for: NAME.plan.json against plan.v1.json."""

import json
import pathlib
import sys

import jsonschema


def main(schemas: pathlib.Path, files: list[pathlib.Path]) -> int:
    mistakes = 0
    for file in files:
        schema = json.loads((schemas / f"{file.name.split('.')[-2]}.v1.json").read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        for error in jsonschema.Draft202012Validator(schema).iter_errors(json.loads(file.read_text())):
            mistakes += 1
            print(f"{file.name}: {error.json_path}: {error.message[:200]}", file=sys.stderr)
    print(f"{len(files)} files, {mistakes} mistakes")
    return 1 if mistakes or not files else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), [pathlib.Path(name) for name in sys.argv[2:]]))
