"""What may be seen: publishing writes it, the reader answers from it. The only room the web process opens."""
