using Supervision.Shared;
using Supervision.Speech.Models;

namespace Supervision.Speech;

/// <summary>Part <c>speech-model</c>: what is heard with, and whether something better is coming. Reads only; any thread.</summary>
internal sealed class SpeechModelHealth(SpeechHost host) : IHealthPart
{
    public PartHealth Report()
    {
        InstalledModel? model = host.Model;
        DownloadProgress? download = host.Provisioner.Progress;
        var figures = new Dictionary<string, object>
        {
            ["name"] = model?.Name ?? "",
            ["version"] = model?.Version ?? "",
            ["demonstration"] = model?.IsDemonstration ?? false,
            ["download"] = download?.Model ?? "",
            ["downloadedBytes"] = download?.Received ?? 0,
            ["downloadBytes"] = download?.Total ?? 0,
            ["downloadFault"] = host.Provisioner.LastFault,
            ["unusable"] = host.UnusableModels.Select(Path.GetFileName).ToArray(),
        };
        (PartState state, string detail) = Judge(model, download);
        return new PartHealth("speech-model", state, detail, figures);
    }

    private (PartState State, string Detail) Judge(InstalledModel? model, DownloadProgress? download)
    {
        if (host.State == SpeechState.Off)
        {
            return (PartState.Degraded, "No speech model is used: transcription is switched off.");
        }

        string coming = download is { } progress
            ? $" {progress.Model} is being fetched: {progress.Received >> 20} of {progress.Total >> 20} MB."
            : host.Provisioner.LastFault.Length > 0 ? $" A better one could not be fetched: {host.Provisioner.LastFault}" : "";
        return model switch
        {
            null => (PartState.Failed, $"No usable speech model: {host.Reason}.{coming}"),
            { IsDemonstration: true } => (PartState.Degraded, $"{model.Name} is for demonstration only.{coming}"),
            _ when host.UnusableModels.Count > 0 => (PartState.Degraded, $"{model.Name} stands in for a model that does not load.{coming}"),
            _ => (PartState.Ok, $"{model.Name}.{coming}"),
        };
    }
}
