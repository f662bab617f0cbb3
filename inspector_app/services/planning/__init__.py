"""From commands to the changes that carry them out, by what they are about. `services.planner` is the door."""
