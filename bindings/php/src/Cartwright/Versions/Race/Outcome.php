<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

use JsonSerializable;

/**
 * What a race came to. The names are those of `cartwright versions stress`.
 *
 * @internal
 */
final class Outcome implements JsonSerializable
{
    /** So many of what is wrong are kept as text. */
    private const KEPT = 20;

    public int $commits = 0;

    public int $acknowledged = 0;

    public int $deaths = 0;

    public int $stops = 0;

    public int $found = 0;

    public int $loaded = 0;

    public int $passedBy = 0;

    /** Changes that were not committed, or events that had to be delivered again. */
    public int $refused = 0;

    /** Reads that got an error, and nothing old. */
    public int $failed = 0;

    public int $wrong = 0;

    /** @var list<string> */
    public array $wrongs = [];

    /** @var array<string, int> what was refused or failed, by what was said of it */
    public array $refusals = [];

    public function hear(string $line): void
    {
        match ($line) {
            'changed' => null,
            'found' => $this->found++,
            'loaded' => $this->loaded++,
            'passed by' => $this->passedBy++,
            default => $this->hearMore($line),
        };
    }

    public function isWrong(string $what): void
    {
        $this->wrong++;

        if (count($this->wrongs) < self::KEPT) {
            $this->wrongs[] = $what;
        }
    }

    public function reads(): int
    {
        return $this->found + $this->loaded + $this->passedBy;
    }

    /**
     * Why it has failed; null if nothing is wrong and something was tried.
     */
    public function failure(): ?string
    {
        return match (true) {
            $this->wrong > 0 => "{$this->wrong} things were wrong, the first: {$this->wrongs[0]}",
            $this->reads() === 0 => 'nobody has read anything; give it more seconds' . $this->said(),
            // What nobody uses cannot be old.
            $this->found + $this->loaded === 0 => 'everybody has passed the cache by; give it more seconds',
            $this->commits === 0 => 'nobody has changed anything; give it more seconds' . $this->said(),
            default => null,
        };
    }

    public function sentence(): string
    {
        $sentence = "{$this->commits} commits, {$this->acknowledged} acknowledged; {$this->deaths} writers died, "
            . "{$this->stops} were stopped; {$this->found} reads from the cache, {$this->loaded} loaded, "
            . "{$this->passedBy} passed it by; {$this->wrong} wrong";
        $more = array_filter(["{$this->refused} changes refused" => $this->refused, "{$this->failed} reads failed" => $this->failed]);

        return implode('; ', [$sentence, ...array_keys($more)]);
    }

    /**
     * @return array<string, int>
     */
    public function jsonSerialize(): array
    {
        return [
            'commits' => $this->commits,
            'acknowledged' => $this->acknowledged,
            'deaths' => $this->deaths,
            'stops' => $this->stops,
            'found' => $this->found,
            'loaded' => $this->loaded,
            'passed_by' => $this->passedBy,
            'wrong' => $this->wrong,
            'refused' => $this->refused,
            'failed' => $this->failed,
        ];
    }

    private function hearMore(string $line): void
    {
        [$word, $why] = explode(' ', $line, 2) + [1 => ''];

        match ($word) {
            'refused' => $this->refused++,
            'failed' => $this->failed++,
            default => $this->isWrong($line),
        };

        if (in_array($word, ['refused', 'failed'], true)) {
            $this->refusals[$why] = ($this->refusals[$why] ?? 0) + 1;
        }
    }

    private function said(): string
    {
        $why = array_key_first($this->refusals);

        return $why === null ? '' : " ({$why})";
    }
}
