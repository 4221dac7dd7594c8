"""What lies between the web process and `cp4p watch`: dropped files one way, counts and reasons the other.

The web process writes into the inbox and has no function that reads it; it reads the answers. Only
`cp4p_metrics.watch` reads the inbox and writes answers.
"""
