import Taro from '@tarojs/taro';

/** One exchange with the server, its body as text. */
export interface Exchange {
  url: string;
  method: 'GET' | 'POST' | 'PUT';
  header: Record<string, string>;
  data?: unknown;
  /** Milliseconds after which the connection is given up. */
  timeout: number;
}

/** What came back. */
export interface Answered {
  status: number;
  text: unknown;
}

/** Sends by WeChat's request. @throws whatever it rejects with where no answer came */
export async function transport({ url, method, header, data, timeout }: Exchange): Promise<Answered> {
  const answer = await Taro.request<string>({
    url,
    method,
    header,
    ...(data === undefined ? {} : { data }),
    // Read as text and parsed by the caller: WeChat parses only some content types, and refusals have their own.
    dataType: 'text',
    responseType: 'text',
    timeout,
  });
  return { status: answer.statusCode, text: answer.data };
}
