"""Messages of other services turned into commands of this one."""
