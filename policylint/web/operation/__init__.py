"""What whoever runs the service sees of it: logs and figures. Neither holds anything of a document."""
