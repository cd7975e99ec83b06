using Supervision.Speech.Hosting;
using Supervision.Speech.Wire;

namespace Supervision.Speech.Aggression;

/// <summary>
/// Which acoustic model the workers are given, and what was learnt from them. The first folder that holds one decides: a broken one is told
/// and not passed over, so that nobody is judged by another model than the one that was put there. Thread-safe.
/// </summary>
internal sealed class AggressionModels
{
    /// <summary>Name of its folder among the models.</summary>
    internal const string FolderName = "aggression";

    /// <summary>Workers that ended while they loaded the model, one after the other, before none is given it any more.</summary>
    private const int MostDeaths = 3;

    private readonly Lock _gate = new();
    private int _deaths;

    /// <param name="settings">Checked by the composition.</param>
    /// <param name="modelFolders">Folders of models, in the order of design: see <see cref="Models.ModelStore.Folders"/>.</param>
    internal AggressionModels(AggressionSettings settings, IEnumerable<string> modelFolders)
    {
        IsEnabled = settings.Enabled;
        Folders = [.. modelFolders
            .Select(folder => Path.Combine(folder, FolderName))
            .Prepend(settings.Model.Length > 0 ? Path.GetFullPath(settings.Model) : "")
            .Where(folder => folder.Length > 0)];
    }

    internal bool IsEnabled { get; }

    /// <summary>In the order in which they are looked into.</summary>
    internal IReadOnlyList<string> Folders { get; }

    /// <summary>What the next worker is given; null: nothing.</summary>
    internal InstalledAggressionModel? Model { get; private set; }

    /// <summary>Why there is no model; empty while there is one or none was looked for.</summary>
    internal string Fault { get; private set; } = "";

    /// <summary>What workers did that are no more.</summary>
    internal AggressionStats OfEnded { get; private set; }

    /// <summary>Looks for the model anew: reads it and checks its SHA-256. For each worker that starts.</summary>
    internal InstalledAggressionModel? Look()
    {
        lock (_gate)
        {
            if (!IsEnabled || _deaths >= MostDeaths)
            {
                return Model = null;
            }

            (Model, Fault) = Find();
            return Model;
        }
    }

    /// <summary>A worker is gone: sums up what it did, and learns when it went while it loaded the model.</summary>
    internal void OnEnded(WorkerInstance worker)
    {
        lock (_gate)
        {
            OfEnded = OfEnded.Plus(worker.Aggression);
            bool isSuspect = worker.AggressionModel is not null && worker.WasReady
                && worker.Aggression.State is AggressionState.None or AggressionState.Loading;
            _deaths = isSuspect ? _deaths + 1 : worker.Aggression.State == AggressionState.Scoring ? 0 : _deaths;
            if (_deaths >= MostDeaths)
            {
                Model = null;
                Fault = $"'{worker.AggressionModel?.Directory}' ended {MostDeaths} workers while it was loaded";
            }
        }
    }

    private (InstalledAggressionModel? Model, string Fault) Find()
    {
        if (Folders.FirstOrDefault(AggressionModelFile.IsIn) is not { } folder)
        {
            return (null, $"there is no model in {string.Join(", ", Folders.Select(name => $"'{name}'"))}");
        }

        try
        {
            return (new InstalledAggressionModel(folder, AggressionModelFile.Read(folder).Card), "");
        }
        catch (InvalidDataException e)
        {
            return (null, e.Message);
        }
    }
}
