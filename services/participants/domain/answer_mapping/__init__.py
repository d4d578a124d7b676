"""How the columns of a forms export belong to the questions of one version of a template."""
