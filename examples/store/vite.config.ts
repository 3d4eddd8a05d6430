import react from "@vitejs/plugin-react";
import { servery } from "servery/vite";
import { defineConfig } from "vite";

export default defineConfig({
  root: "web",
  plugins: [servery(), react()],
  build: { outDir: "../dist", emptyOutDir: true, target: "es2023", assetsInlineLimit: 0 },
});
