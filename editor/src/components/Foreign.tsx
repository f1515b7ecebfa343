/** Text that came from outside (customers, flow authors): any script, any direction, never markup. */
import { Text, type TextProps } from "@mantine/core";

interface Props extends TextProps {
  text: string;
  oneLine?: boolean;
}

export function Foreign({ text, oneLine = false, ...rest }: Props) {
  return (
    <Text
      {...rest}
      component="span"
      dir="auto"
      className={oneLine ? "foreign-line" : "foreign"}
      title={oneLine ? text : undefined}
      display={oneLine ? "block" : undefined}
    >
      {text}
    </Text>
  );
}
