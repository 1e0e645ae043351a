import { makeApi } from '@linkang/shared/api/client';
import { proxyPaths } from '@linkang/shared/api/proxy.paths';
import type { ProxyRoutes } from '@linkang/shared/api/proxy.routes';
import { send } from '../http';

/** Relatives who act for a person. */
export const proxyApi = makeApi<ProxyRoutes>(proxyPaths, send);
