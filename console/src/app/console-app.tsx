import { LoadingOutlined } from '@ant-design/icons';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { RouterProvider } from 'react-router-dom';
import { ApiError } from '../api/api-error';
import { router } from './router';
import { theme } from './theme';

const MAX_RETRIES = 2;

const isWorthRetrying = (error: unknown): boolean =>
  error instanceof ApiError && (error.code === 'NETWORK' || error.code === 'BUSY');

const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 15_000, retry: (count, error) => count < MAX_RETRIES && isWorthRetrying(error) },
    // Offline, a press of a button shall say so at once instead of waiting for the network.
    mutations: { networkMode: 'always' },
  },
});

/** The console with its providers: language, look, data and pages. */
export function ConsoleApp() {
  return (
    <ConfigProvider
      locale={zhCN}
      theme={theme}
      button={{ autoInsertSpace: false, loadingIcon: <LoadingOutlined aria-hidden /> }}
    >
      <App>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  );
}
