"""One measurement of a role at a stage, opened, closed and sometimes reopened."""
