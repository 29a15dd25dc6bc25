<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

use Illuminate\Support\ServiceProvider;
use LogicException;
use ReflectionClass;
use Spatie\LaravelPackageTools\Package as PackageToConfigure;

/**
 * Registers and boots a package from its description, with hooks before and after. Where
 * spatie/laravel-package-tools is not installed this class has the name of Spatie's.
 *
 * @internal
 */
abstract class PackageServiceProvider extends ServiceProvider
{
    protected PackageToConfigure $package;

    abstract public function configurePackage(PackageToConfigure $package): void;

    /**
     * @return $this
     */
    public function register()
    {
        $this->registeringPackage();
        $this->package = $this->newPackage();
        $this->package->setBasePath($this->getPackageBaseDir());
        $this->configurePackage($this->package);

        if ($this->package->name === '') {
            throw new LogicException('A package needs a name; configurePackage() gives it');
        }

        foreach ($this->package->configFileNames as $name) {
            $this->mergeConfigFrom($this->package->basePath("/../config/{$name}.php"), $name);
        }

        $this->packageRegistered();

        return $this;
    }

    /**
     * @return $this
     */
    public function boot()
    {
        $this->bootingPackage();
        $this->bootViews();
        $this->bootMigrations();

        if ($this->app->runningInConsole()) {
            $this->publishConfig();
            $this->publishMigrations();
            $this->commands($this->package->commands);
        }

        $this->packageBooted();

        return $this;
    }

    public function newPackage(): PackageToConfigure
    {
        return new PackageToConfigure();
    }

    public function registeringPackage(): void
    {
    }

    public function packageRegistered(): void
    {
    }

    public function bootingPackage(): void
    {
    }

    public function packageBooted(): void
    {
    }

    protected function getPackageBaseDir(): string
    {
        return dirname((string) (new ReflectionClass(static::class))->getFileName());
    }

    private function bootViews(): void
    {
        if (! $this->package->hasViews) {
            return;
        }

        $views = $this->package->basePath('/../resources/views');
        $name = $this->package->shortName();
        $this->loadViewsFrom($views, $name);

        if ($this->app->runningInConsole()) {
            $this->publishes([$views => $this->app->resourcePath("views/vendor/{$name}")], "{$name}-views");
        }
    }

    private function bootMigrations(): void
    {
        if ($this->package->runsMigrations) {
            $this->loadMigrationsFrom($this->package->basePath('/../database/migrations'));
        }
    }

    private function publishConfig(): void
    {
        foreach ($this->package->configFileNames as $name) {
            $this->publishes(
                [$this->package->basePath("/../config/{$name}.php") => $this->app->configPath("{$name}.php")],
                "{$this->package->shortName()}-config",
            );
        }
    }

    /**
     * Under their own names: a migration that is published and run from the package is one migration, not two.
     */
    private function publishMigrations(): void
    {
        if (! $this->package->discoversMigrations) {
            return;
        }

        foreach (glob($this->package->basePath('/../database/migrations') . '/*.php') ?: [] as $file) {
            $this->publishes(
                [$file => $this->app->databasePath('migrations/' . basename($file))],
                "{$this->package->shortName()}-migrations",
            );
        }
    }
}
