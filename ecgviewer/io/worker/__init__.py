"""Reading files in processes of their own, which may crash, hang or eat memory."""
