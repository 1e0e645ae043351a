import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { TextField } from '@/components/text-field';

describe('button', () => {
  test('answers a tap and the keys of a button, and has its name', () => {
    const onPress = jest.fn();
    render(<Button onPress={onPress}>预约</Button>);
    const button = screen.getByRole('button', { name: '预约' });
    fireEvent.click(button);
    fireEvent.keyDown(button, { key: 'Enter' });
    fireEvent.keyDown(button, { key: ' ' });
    expect(onPress).toHaveBeenCalledTimes(3);
    fireEvent.keyDown(button, { key: 'Enter', repeat: true });
    fireEvent.keyDown(button, { key: 'a' });
    expect(onPress).toHaveBeenCalledTimes(3);
  });

  test.each([{ isDisabled: true }, { isBusy: true }])('does nothing while %j, and says so', (state) => {
    const onPress = jest.fn();
    render(
      <Button onPress={onPress} {...state}>
        预约
      </Button>,
    );
    const button = screen.getByRole('button');
    fireEvent.click(button);
    fireEvent.keyDown(button, { key: 'Enter' });
    expect(onPress).not.toHaveBeenCalled();
    expect(button.getAttribute('aria-disabled')).toBe('true');
  });
});

describe('text field', () => {
  function Form({ error }: { error?: string }) {
    const [value, setValue] = useState('');
    return <TextField label="姓名" value={value} onChange={setValue} error={error} isRequired />;
  }

  test('keeps what is typed', () => {
    render(<Form />);
    const field = screen.getByRole<HTMLInputElement>('textbox', { name: '姓名' });
    fireEvent.input(field, { target: { value: '李四' } });
    expect(field.value).toBe('李四');
    expect(field.getAttribute('aria-invalid')).toBeNull();
  });

  test('ties its fault to the field and announces it', () => {
    render(<Form error="请填写姓名" />);
    const field = screen.getByRole('textbox', { name: '姓名' });
    const fault = screen.getByRole('alert');
    expect(fault.textContent).toBe('请填写姓名');
    expect(field.getAttribute('aria-describedby')).toBe(fault.id);
    expect(field.getAttribute('aria-invalid')).toBe('true');
  });
});
