<?php

declare(strict_types=1);

namespace Cartwright\Demo\Visitors;

use Cartwright\Demo\Watch\Statement;
use Tests\Support\Page;

/**
 * A request of a browser, with what came of it.
 */
final readonly class Visit
{
    /**
     * @param list<Statement> $statements
     * @param list<string> $events
     */
    public function __construct(
        public string $device,
        public string $request,
        public Page $page,
        public array $statements,
        public array $events,
    ) {
    }

    /**
     * What the page says to the customer, in a line.
     */
    public function answer(): string
    {
        $says = [...$this->page->texts('//*[@role="status"]'), ...$this->page->refusals()];

        if ($says === []) {
            $says = $this->page->texts('//h1');
        }

        return "{$this->page->status} " . implode(' ', $says);
    }
}
