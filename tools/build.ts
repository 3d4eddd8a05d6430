import { buildPackage } from "./build-package.ts";
import { publishedPackages } from "./repository.ts";

for (const folder of publishedPackages) await buildPackage(folder);
