<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

/**
 * What a package brings to an application. Where spatie/laravel-package-tools is not installed this class has the name
 * of Spatie's: the part of its methods that this package calls.
 *
 * @internal
 */
class Package
{
    public string $name = '';

    /** @var list<string> */
    public array $configFileNames = [];

    /** @var list<class-string> */
    public array $commands = [];

    public bool $hasViews = false;

    public bool $runsMigrations = false;

    public bool $discoversMigrations = false;

    private string $basePath = '';

    public function name(string $name): static
    {
        $this->name = $name;

        return $this;
    }

    public function shortName(): string
    {
        return str_starts_with($this->name, 'laravel-') ? substr($this->name, strlen('laravel-')) : $this->name;
    }

    public function hasConfigFile(): static
    {
        $this->configFileNames = [$this->shortName()];

        return $this;
    }

    public function hasViews(): static
    {
        $this->hasViews = true;

        return $this;
    }

    public function discoversMigrations(bool $discovers = true): static
    {
        $this->discoversMigrations = $discovers;

        return $this;
    }

    public function runsMigrations(bool $runs = true): static
    {
        $this->runsMigrations = $runs;

        return $this;
    }

    /**
     * @param class-string ...$commands
     */
    public function hasCommands(string ...$commands): static
    {
        $this->commands = [...$this->commands, ...array_values($commands)];

        return $this;
    }

    public function setBasePath(string $path): static
    {
        $this->basePath = $path;

        return $this;
    }

    /**
     * A path, from the directory of the classes.
     */
    public function basePath(?string $path = null): string
    {
        return $this->basePath . ($path === null ? '' : '/' . ltrim($path, '/'));
    }
}
