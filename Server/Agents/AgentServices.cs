using Supervision.Client.Services;

namespace Supervision.Server.Agents;

/// <summary>Registers what the person at work sees and does: her calls, her help key, the advice.</summary>
internal static class AgentServices
{
    internal static IServiceCollection AddAgents(this IServiceCollection services)
    {
        services.AddSingleton<AdviceStore>();
        services.AddSingleton<AdviceShelf>();
        services.AddSingleton<HelpPresses>();
        services.AddScoped<OwnCalls>();
        services.AddScoped<HelpDesk>();
        services.AddScoped<IAgentDesk, AgentDesk>();
        services.AddScoped<IAdviceBook, AdviceBook>();
        return services;
    }
}
