import { Component, type ReactNode } from 'react';

interface BoundaryProps {
  /** Stands in place of what broke. `retry` draws it anew. */
  fallback(retry: () => void): ReactNode;
  children: ReactNode;
}

/** What breaks inside it does not take the rest of the page with it. */
export class Boundary extends Component<BoundaryProps, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children;
    return this.props.fallback(() => this.setState({ isBroken: false }));
  }
}
