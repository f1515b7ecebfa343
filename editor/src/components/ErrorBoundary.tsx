/** Shows a sentence in place of what could not be drawn. */
import { Component, type ReactNode } from "react";

interface Props {
  children: ReactNode;
  instead(error: Error): ReactNode;
}

interface State {
  error: Error | null;
}

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error === null ? this.props.children : this.props.instead(error);
  }
}
