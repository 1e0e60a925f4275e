"""What can be done, as one table that menus, keys and tooltips read."""
