"""Who acts for whom; the tenant is passed, never ambient, and there is no default one."""
