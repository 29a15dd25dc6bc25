// A page as the script finds it: a document and a window of which only what the script uses is there, with a clock that stands
// still until it is told to go.
import { readFileSync } from 'node:fs'
import vm from 'node:vm'

const source = readFileSync(new URL('../../resources/js/data-version.js', import.meta.url), 'utf8')

class Element extends EventTarget {
    constructor(name) {
        super()
        Object.assign(this, { name, style: {}, attributes: {}, children: [], textContent: '' })
    }
    setAttribute(name, value) { this.attributes[name] = value }
    append(...children) { this.children.push(...children) }
    get text() {
        return this.textContent + this.children.map(child => typeof child === 'string' ? child : child.text).join(' ')
    }
}

export class Page {
    constructor(given = {}) {
        this.asked = []
        this.reloads = 0
        this.timers = new Map()
        this.answer = () => ({ version: 'one' })
        this.now = 0
        this.document = Object.assign(new EventTarget(), {
            hidden: false,
            currentScript: { dataset: { url: '/data-version', version: 'one', interval: '60', ...given } },
            body: new Element('body'),
            createElement: name => new Element(name),
        })
        this.window = Object.assign(new EventTarget(), {
            setTimeout: (work, after) => {
                const id = this.timers.size + 1
                this.timers.set(id, { work, at: this.now + after })
                return id
            },
            clearTimeout: id => this.timers.delete(id),
            fetch: async (url, options) => {
                this.asked.push({ url, options })
                const answer = this.answer()
                if (answer instanceof Error) throw answer
                return { ok: (answer.status ?? 200) < 400, json: async () => answer }
            },
            location: { reload: () => { this.reloads += 1 } },
            CustomEvent,
        })
        vm.runInNewContext(source, { window: this.window, document: this.document, Math: this.math(), Promise, Error })
    }

    // Without chance a pause is as long as the interval.
    math() {
        return Object.create(Math, { random: { value: () => 0.5 }, min: { value: Math.min }, max: { value: Math.max } })
    }

    get next() {
        return this.timers.size === 0 ? null : Math.min(...[...this.timers.values()].map(timer => timer.at)) - this.now
    }

    async passes(seconds) {
        const end = this.now + seconds * 1000
        while (this.next !== null && this.now + this.next <= end) {
            const [id, timer] = [...this.timers].sort(([, a], [, b]) => a.at - b.at)[0]
            this.now = timer.at
            this.timers.delete(id)
            timer.work()
            await this.settles()
        }
        this.now = end
    }

    async settles() {
        await new Promise(resolve => setImmediate(resolve))
    }

    async is(hidden) {
        this.document.hidden = hidden
        this.document.dispatchEvent(new Event('visibilitychange'))
        await this.settles()
    }

    get notices() {
        return this.document.body.children
    }
}
