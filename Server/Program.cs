WebApplication app = WebApplication.Create(args);
app.Run();
