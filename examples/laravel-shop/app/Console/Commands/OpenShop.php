<?php

declare(strict_types=1);

namespace App\Console\Commands;

use Illuminate\Console\Command;
use Illuminate\Encryption\Encrypter;

/**
 * Everything that the shop needs before its first customer: a key, a database, goods and two accounts.
 */
final class OpenShop extends Command
{
    protected $signature = 'shop:open {--fresh : Begin with an empty database}';

    protected $description = 'Make the key, the database, the goods and two accounts';

    public function handle(): int
    {
        $this->makeKey();

        foreach (['framework/cache/data', 'framework/sessions', 'framework/views', 'logs'] as $directory) {
            $this->laravel->make('files')->ensureDirectoryExists($this->laravel->storagePath($directory));
        }

        $file = config('database.connections.sqlite.database');

        if (! is_file($file)) {
            touch($file);
        }

        $migrate = $this->option('fresh') ? 'migrate:fresh' : 'migrate';

        if ($this->call($migrate, ['--force' => true, '--seed' => true]) !== 0) {
            return self::FAILURE;
        }

        $this->line('The shop is open. Accounts: ann@example.com and bob@example.com, password "secret".');

        return self::SUCCESS;
    }

    /**
     * Cookies are encrypted with it.
     */
    private function makeKey(): void
    {
        if ((string) config('app.key') !== '') {
            return;
        }

        $key = 'base64:' . base64_encode(Encrypter::generateKey(config('app.cipher')));
        file_put_contents($this->laravel->environmentFilePath(), "APP_KEY={$key}\n", FILE_APPEND);
        config(['app.key' => $key]);
    }
}
