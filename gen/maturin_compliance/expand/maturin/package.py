"""Which package a call of maturin builds."""

from maturin_compliance.expand.github.workspace import join
from maturin_compliance.expand.maturin.request import Request
from maturin_compliance.model.project import Package, Project


def find_package(request: Request, project: Project) -> Package | None:
    """The package that a call builds: of ``-m``, else of the working directory."""
    path = request.options.manifest_path
    if path is not None:
        manifest = join(request.folder, path)
        if manifest.endswith("pyproject.toml"):
            folder = manifest.rpartition("/")[0] or "."
            return next((p for p in project.packages if p.folder == folder), None)
        if not manifest.endswith("Cargo.toml"):
            manifest = join(manifest, "Cargo.toml")
        return package_of(manifest, project)
    here = join(request.folder, ".")
    for package in project.packages:
        if package.folder == here:
            return package
    return package_of(join(here, "Cargo.toml"), project)


def package_of(path: str, project: Project) -> Package | None:
    """The package of a manifest: with the pyproject.toml beside it, else the crate alone."""
    folder = path.rpartition("/")[0] or "."
    beside = next((p for p in project.packages if p.folder == folder), None)
    named = next((p for p in project.packages if p.manifest and p.manifest.path == path), None)
    manifest = project.manifests.get(path)
    if beside or named or manifest is None or manifest.name is None:
        return beside or named
    return Package(
        folder=folder,
        name=manifest.name.value,
        pyproject=None,
        manifest=manifest,
        lockfile=next((p.lockfile for p in project.packages if p.lockfile), None),
        module_dir=None,
        dunder_version=None,
        pymodules=(),
        tests=(),
    )
