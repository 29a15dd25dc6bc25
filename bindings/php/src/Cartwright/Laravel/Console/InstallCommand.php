<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Console;

use Cartwright\Laravel\Settings;
use Illuminate\Console\Command;
use Throwable;

/**
 * Makes carts usable in this application: settings, table, library; then looks whether they are.
 *
 * @internal
 */
final class InstallCommand extends Command
{
    protected $signature = 'cart:install
        {--force : Overwrite a published file, and migrate in production without asking}
        {--no-migrate : Do not run the migration}';

    protected $description = 'Publish the settings, make the table, find or build the native library';

    public function handle(LibraryBuilder $builder): int
    {
        $this->publish();

        if (! $this->migrate() || ! $this->bringLibrary($builder)) {
            return self::FAILURE;
        }

        return $this->call('cart:doctor');
    }

    private function publish(): void
    {
        $this->call('vendor:publish', ['--tag' => 'cart-config', '--force' => (bool) $this->option('force')]);
    }

    private function migrate(): bool
    {
        if ($this->option('no-migrate')) {
            return true;
        }

        // Carts elsewhere need no table; the one of the migration would do no harm, and surprise.
        if (Settings::of($this->laravel)->text('cart.storage', 'session') !== 'database') {
            $this->info('Carts are not kept in the database, so nothing was migrated.');

            return true;
        }

        return $this->call('migrate', ['--force' => (bool) $this->option('force')]) === self::SUCCESS;
    }

    private function bringLibrary(LibraryBuilder $builder): bool
    {
        try {
            $this->info('The native library is here: ' . $builder->find());

            return true;
        } catch (Throwable $failure) {
            $this->warn($failure->getMessage());
        }

        $obstacle = $builder->obstacle();

        if ($obstacle !== null) {
            $this->error("It cannot be built either: {$obstacle}.");

            return false;
        }

        $this->info('Building it, which takes a minute or two.');

        if (! $builder->build(fn (string $text) => $this->output->write($text))) {
            $this->error('The compiler says why it could not be built.');

            return false;
        }

        return true;
    }
}
