"""Oscar's payment fork: its Source refuses to move money."""
