<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

/**
 * Sessions in files, each request under the middleware that serialises a visitor's requests.
 */
final readonly class SessionPlace implements Place
{
    /**
     * @param array<string, mixed> $settings of the application, beside those that any has
     */
    public function __construct(private string $directory, private int $carts, private array $settings = [])
    {
    }

    public function prepare(int $processes): void
    {
        foreach (['cache', 'sessions', 'views', 'compiled', 'bootstrap/cache', 'storage/framework'] as $folder) {
            mkdir("{$this->directory}/{$folder}", recursive: true);
        }
    }

    public function open(?string $defect = null): Access
    {
        return new SessionAccess($this->directory, $this->carts, $this->settings);
    }
}
