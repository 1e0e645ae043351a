/** What could run in a page, by what it tries. */
export const htmlAttacks: Record<string, string> = {
  script: '<script>alert(1)</script>',
  'nested script': '<scr<script>ipt>alert(1)</scr</script>ipt>',
  onerror: '<img src=x onerror=alert(1)>',
  'onerror on an allowed picture': '<img src="https://a.example/x.png" onerror="alert(1)">',
  'a picture inside': '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
  'a picture by relative address': '<img src="/api/v1/files/../../x">',
  'a picture with more in its address': '<img src="/api/v1/files/abc?x=1"><img src="/api/v1/files/abc#x">',
  'a picture from another path': '<img src="/api/v1/articles/abc"><img src="//evil.example/api/v1/files/abc">',
  'a picture by script': '<img src="javascript:alert(1)"><img src="https:javascript:alert(1)" srcset="x 2x">',
  'an alt that ends its tag': '<img src="/api/v1/files/abc" alt="&quot;><script>alert(1)</script>">',
  'a picture that loads': '<img src="/api/v1/files/abc" onload=alert(1) style="x" loading="lazy" ismap usemap="#m">',
  javascript: '<a href="javascript:alert(1)">a</a>',
  'javascript in disguise': '<a href=" jAva&#x09;script&colon;alert(1)">a</a><a href="java\u0000script:alert(1)">b</a>',
  data: '<a href="data:text/html,<script>alert(1)</script>">a</a>',
  'protocol-relative': '<a href="//evil.example">a</a><img src="//evil.example/x.png">',
  svg: '<svg onload=alert(1)><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
  'svg with style': '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  iframe: '<iframe srcdoc="<script>alert(1)</script>" src="javascript:alert(1)"></iframe>',
  style: '<style>@import "//evil.example"</style><p style="background:url(javascript:alert(1))">a</p>',
  'math mutation':
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  noscript: '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  xmp: '<xmp><img src=x onerror=alert(1)></xmp><xmp></xmp><script>alert(1)</script>',
  template: '<template><script>alert(1)</script></template>',
  comment: '<!--><img src=x onerror=alert(1)>-->',
  form: '<form action="javascript:alert(1)"><input formaction=javascript:alert(1) autofocus onfocus=alert(1)></form>',
  base: '<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=https://evil.example">',
  handlers: '<p onclick=alert(1) class=x id=y>a</p><table background="javascript:alert(1)"><tr><td>b</td></tr></table>',
};
const allowed =
  /^<(\/?(p|h2|h3|ul|ol|li|strong|em|u|s|blockquote|table|caption|thead|tbody|tfoot|tr|th|td)|br \/|hr \/|\/a|a( href="(https?:\/\/|tel:)[^"<>]*" target="_blank" rel="noopener noreferrer")?|img src="(https:\/\/[^"<>]*|\/api\/v1\/files\/[\w-]+)"( alt="[^"<>]*")? \/)>$/;

/** The tags of an HTML that an article must not have. */
export const foreignTagsIn = (html: string): string[] =>
  (html.match(/<[^>]*>?/g) ?? []).filter((tag) => !allowed.test(tag));
