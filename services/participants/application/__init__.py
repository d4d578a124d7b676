"""What happens between the rules and the world: publications, policies, jobs, larger commands."""
