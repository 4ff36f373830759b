"""stub"""
def export_station(station, formats, folder):
    return [], 0
