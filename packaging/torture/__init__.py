"""What the product is put through: slow and faulty disks, kills and power cuts."""
