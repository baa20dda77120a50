import type { Plugin } from 'esbuild';

export function noNativeParts(): Plugin;
