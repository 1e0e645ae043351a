import { Form, Input } from 'antd';

/** The code of the second factor. */
export function OtpField() {
  return (
    <Form.Item
      name="otp"
      label="动态验证码"
      extra="手机验证器上的六位数字；手机不在身边就输入备用码"
      rules={[{ required: true, whitespace: true, message: '请输入动态验证码' }]}
    >
      <Input autoFocus autoComplete="one-time-code" maxLength={16} size="large" />
    </Form.Item>
  );
}
